/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company/guild-trade.h"

/* Spelled as the vendor does, three groups that do not match their parts included. These are
 * values sent over the wire, so they are not translated. */
static const char * const trades[] = {
  "Architecture",
  "Communications",
  "Communications | Data",
  "Concrete",
  "Concrete | Cast-in-Place",
  "Concrete | Precast",
  "Construction Management",
  "Conveying Equipment",
  "Conveying Equipment | Elevators",
  "Demolition",
  "Earthwork",
  "Earthwork | Site Excavation & Grading",
  "Electrical",
  "Electrical Power Generation",
  "Electronic Safety & Security",
  "Equipment",
  "Equipment | Kitchen Appliances",
  "Exterior Improvements",
  "Exterior | Fences & Gates",
  "Exterior | Landscaping",
  "Exterior | Irrigation",
  "Finishes",
  "Finishes | Carpeting",
  "Finishes | Ceiling",
  "Finishes | Drywall",
  "Finishes | Flooring",
  "Finishes | Painting & Coating",
  "Finishes | Tile",
  "Fire Suppression",
  "Furnishings",
  "Furnishings | Casework & Cabinets",
  "Furnishings | Countertops",
  "Furnishings | Window Treatments",
  "General Contractor",
  "HVAC Heating, Ventilating, & Air Conditioning",
  "Industry-Specific Manufacturing Processing",
  "Integrated Automation",
  "Masonry",
  "Material Processing & Handling Equipment",
  "Metals",
  "Metals | Structural Steel / Framing",
  "Moisture Protection",
  "Moisture Protection | Roofing",
  "Moisture Protection | Waterproofing",
  "Openings",
  "Openings | Doors & Frames",
  "Openings | Entrances & Storefronts",
  "Openings | Glazing",
  "Openings | Roof Windows & Skylights",
  "Openings | Windows",
  "Owner",
  "Plumbing",
  "Pollution & Waste Control Equipment",
  "Process Gas & Liquid Handling, Purification, & Storage Equipment",
  "Process Heating, Cooling, & Drying Equipment",
  "Process Integration",
  "Process Integration | Piping",
  "Special Construction",
  "Specialties",
  "Specialties | Signage",
  "Utilities",
  "Water & Wastewater Equipment",
  "Waterway & Marine Construction",
  "Wood & Plastics",
  "Wood & Plastics | Millwork",
  "Wood & Plastics | Rough Carpentry",
  NULL,
};

const char * const *
guild_trade_list (void)
{
  return trades;
}

gboolean
guild_trade_is_known (const char *trade)
{
  return trade != NULL && g_strv_contains (trades, trade);
}
