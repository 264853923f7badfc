/* Copyright The Guildhall developers
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox/guild-sandbox-codat-data.h"

/* Members of a record, "name:kind" with "=argument", in this order; the kinds are explained in
 * guild-sandbox-codat-records.c. */

#define STAMPS " modifiedDate:t sourceModifiedDate:z metadata:X"
#define MONEY " currency:c currencyRate:1 "
#define SALE " issueDate:d dueDate:D" MONEY "lineItems:L subTotal:n totalTaxAmount:x totalAmount:g "
#define PARTY " contactName:p emailAddress:m phone:h addresses:A defaultCurrency:c " \
              "status:e=Active|Active|Active|Archived"

#define C GUILD_SANDBOX_DATA_COMPANY
#define N GUILD_SANDBOX_DATA_CONNECTION
#define PAGED GUILD_SANDBOX_PAGED
#define SINGLE GUILD_SANDBOX_SINGLE
#define REPORT GUILD_SANDBOX_REPORT

const GuildSandboxDataType guild_sandbox_data_types[] = {
  { "accountTransactions", "accountTransactions", "Accounting", N, PAGED, 5200,
    "id:u transactionId:u note:k bankAccountRef:r=bankAccounts date:d status:e=Paid|Unpaid" MONEY
    "lines:P totalAmount:g" STAMPS },
  { "balanceSheet", "financials/balanceSheet", "Accounting", C, REPORT, 0, NULL },
  { "bankAccounts", "bankAccounts", "Accounting", N, PAGED, 5,
    "id:u accountName:a accountType:e=Debit|Debit|Credit nominalCode:q=10 sortCode:s "
    "accountNumber:s8 iBan:s currency:c balance:g availableBalance:n institution:B" STAMPS },
  { "bankTransactions", "bankTransactions", "Accounting", N, PAGED, 140,
    "id:u accountId:r0=bankAccounts date:d description:k reconciled:b amount:v balance:g "
    "transactionType:e=Credit|Debit|Payment|Transfer" STAMPS },
  { "billCreditNotes", "billCreditNotes", "Accounting", C, PAGED, 20,
    "id:u billCreditNoteNumber:q=BCN- supplierRef:r=suppliers status:e=Paid|Submitted" SALE
    "remainingCredit:o note:k" STAMPS },
  { "billPayments", "billPayments", "Accounting", C, PAGED, 90,
    "id:u supplierRef:r=suppliers accountRef:r=chartOfAccounts totalAmount:g" MONEY
    "date:d note:k reference:q=BP- lines:P" STAMPS },
  { "bills", "bills", "Accounting", C, PAGED, 260,
    "id:u reference:q=BILL- supplierRef:r=suppliers status:e=Paid|Open|PartiallyPaid" SALE
    "amountDue:o" STAMPS },
  { "cashFlowStatement", "financials/cashFlowStatement", "Accounting", C, REPORT, 0, NULL },
  { "chartOfAccounts", "accounts", "Accounting", C, PAGED, 60,
    "id:u nominalCode:q= name:a description:k fullyQualifiedCategory:e=Asset.Current|"
    "Liability.Current|Income.Operating|Expense.Operating|Equity.Retained currency:c "
    "currentBalance:g type:e=Asset|Liability|Income|Expense|Equity "
    "status:e=Active|Active|Archived isBankAccount:b" STAMPS },
  { "company", "info", "Accounting", C, SINGLE, 1,
    "companyName:f companyLegalName:f accountingPlatformRef:u addresses:A phoneNumbers:H "
    "registrationNumber:s8 taxNumber:s ledgerLockDate:d baseCurrency:c "
    "financialYearStartDate:y createdDate:t" },
  { "creditNotes", "creditNotes", "Accounting", C, PAGED, 40,
    "id:u creditNoteNumber:q=CN- customerRef:r=customers status:e=Paid|Submitted" SALE
    "remainingCredit:o" STAMPS },
  { "customers", "customers", "Accounting", C, PAGED, 120, "id:u customerName:f" PARTY STAMPS },
  { "directCosts", "directCosts", "Accounting", N, PAGED, 120,
    "id:u reference:q=DC- note:k contactRef:r=suppliers issueDate:d" MONEY
    "lineItems:L paymentAllocations:P subTotal:n taxAmount:x totalAmount:g" STAMPS },
  { "directIncomes", "directIncomes", "Accounting", N, PAGED, 60,
    "id:u reference:q=DI- note:k contactRef:r=customers issueDate:d" MONEY
    "lineItems:L paymentAllocations:P subTotal:n taxAmount:x totalAmount:g" STAMPS },
  { "invoices", "invoices", "Accounting", C, PAGED, 420,
    "id:u invoiceNumber:q=INV- customerRef:r=customers status:e=Paid|Paid|Submitted|PartiallyPaid|"
    "Draft|Void" SALE "amountDue:o discountPercentage:0 paymentAllocations:P" STAMPS },
  { "itemReceipts", "itemReceipts", "Accounting", C, PAGED, 30,
    "id:u reference:q=IR- supplierRef:r=suppliers receiptDate:d currency:c lineItems:L" STAMPS },
  { "items", "items", "Accounting", C, PAGED, 80,
    "id:u code:q=SKU- name:i itemStatus:e=Active|Active|Archived type:e=Inventory|Service|"
    "NonInventory isBillItem:b isInvoiceItem:b invoiceItem:I" STAMPS },
  { "journalEntries", "journalEntries", "Accounting", C, PAGED, 200,
    "id:u description:k postedOn:d createdOn:t journalRef:r=journals journalLines:J" STAMPS },
  { "journals", "journals", "Accounting", C, PAGED, 8,
    "id:u journalCode:q=J name:a type:e=General|Sales|Purchases createdOn:t status:e=Active|"
    "Archived hasChildren:b" STAMPS },
  { "paymentMethods", "paymentMethods", "Accounting", C, PAGED, 6,
    "id:u name:e=Cash|Card|Cheque|Transfer type:e=Cash|Card|Cheque|BankTransfer "
    "status:e=Active|Archived" STAMPS },
  { "payments", "payments", "Accounting", C, PAGED, 300,
    "id:u reference:q=PAY- customerRef:r=customers accountRef:r=chartOfAccounts totalAmount:g"
    MONEY "date:d note:k lines:P" STAMPS },
  { "profitAndLoss", "financials/profitAndLoss", "Accounting", C, REPORT, 0, NULL },
  { "purchaseOrders", "purchaseOrders", "Accounting", C, PAGED, 70,
    "id:u purchaseOrderNumber:q=PO- supplierRef:r=suppliers status:e=Open|Closed|Draft" SALE
    "deliveryDate:D" STAMPS },
  { "salesOrders", "salesOrders", "Accounting", C, PAGED, 50,
    "id:u salesOrderNumber:q=SO- customerRef:r=customers status:e=Open|Closed|Draft" SALE
    "expectedDeliveryDate:D" STAMPS },
  { "suppliers", "suppliers", "Accounting", C, PAGED, 90, "id:u supplierName:f" PARTY STAMPS },
  { "taxRates", "taxRates", "Accounting", C, PAGED, 9,
    "id:u code:q=T name:e=Standard~rate|Reduced~rate|Zero~rated|Exempt "
    "effectiveTaxRate:e=#20.00|#5.00|#0.00 totalTaxRate:e=#20.00|#5.00|#0.00 "
    "status:e=Active|Archived" STAMPS },
  { "trackingCategories", "trackingCategories", "Accounting", C, PAGED, 14,
    "id:u name:e=Region|Department|Project|Site parentId:u hasChildren:b "
    "status:e=Active|Archived" STAMPS },
  { "transfers", "transfers", "Accounting", N, PAGED, 30,
    "id:u description:k date:d from:T to:T contactRef:r=suppliers" STAMPS },

  { "banking-accountBalances", "banking-accountBalances", "Banking", N, PAGED, 120,
    "accountId:r0=banking-accounts date:t balance:K currency:c modifiedDate:t" },
  { "banking-accounts", "banking-accounts", "Banking", N, PAGED, 5,
    "id:u name:a informalName:a holder:p type:e=Debit|Credit balance:K currency:c "
    "identifiers:S institution:B modifiedDate:t" },
  { "banking-transactionCategories", "banking-transactionCategories", "Banking", N, PAGED, 18,
    "id:u name:e=Payroll|Rent|Travel|Software|Sales|Tax parentId:u status:e=Active|Archived "
    "modifiedDate:t" },
  { "banking-transactions", "banking-transactions", "Banking", N, PAGED, 240,
    "id:u accountId:r0=banking-accounts amount:v currency:c code:e=Payment|Deposit|Fee|Transfer "
    "description:k merchantName:f postedDate:t modifiedDate:t" },

  { "commerce-companyInfo", "commerce-info", "Commerce", N, SINGLE, 1,
    "companyName:f commercePlatformRef:u addresses:A phoneNumbers:H baseCurrency:c "
    "createdDate:t" },
  { "commerce-customers", "commerce-customers", "Commerce", N, PAGED, 150,
    "id:u customerName:p emailAddress:m phone:h addresses:A defaultCurrency:c createdDate:t "
    "modifiedDate:t" },
  { "commerce-disputes", "commerce-disputes", "Commerce", N, PAGED, 12,
    "id:u disputedTransactions:P amount:g currency:c status:e=Won|Lost|UnderReview reason:k "
    "dueDate:D createdDate:t modifiedDate:t" },
  { "commerce-locations", "commerce-locations", "Commerce", N, GUILD_SANDBOX_WHOLE, 4,
    "id:u name:a address:O modifiedDate:t" },
  { "commerce-orders", "commerce-orders", "Commerce", N, PAGED, 380,
    "id:u orderNumber:q=# country:e=GB|IE|DE currency:c totalAmount:g totalTaxAmount:x "
    "totalDiscount:0 orderLineItems:L payments:P customerRef:r=commerce-customers "
    "createdDate:t modifiedDate:t" },
  { "commerce-paymentMethods", "commerce-paymentMethods", "Commerce", N, PAGED, 5,
    "id:u name:e=Card|Wallet|Cash|Voucher status:e=Active|Archived modifiedDate:t" },
  { "commerce-payments", "commerce-payments", "Commerce", N, PAGED, 300,
    "id:u amount:g currency:c status:e=Paid|Paid|Refunded|Pending paymentProvider:e=Card|Wallet "
    "paymentMethodRef:r=commerce-paymentMethods dueDate:D createdDate:t modifiedDate:t" },
  { "commerce-productCategories", "commerce-productCategories", "Commerce", N, PAGED, 12,
    "id:u name:e=Bread|Cakes|Drinks|Hampers|Gifts hasChildren:b modifiedDate:t" },
  { "commerce-products", "commerce-products", "Commerce", N, PAGED, 70,
    "id:u name:i description:k isGiftCard:b categories:C variants:V createdDate:t "
    "modifiedDate:t" },
  { "commerce-taxComponents", "commerce-taxComponents", "Commerce", N, PAGED, 4,
    "id:u name:e=VAT~standard|VAT~reduced|VAT~zero rate:e=#0.20|#0.05|#0.00 isCompound:b "
    "modifiedDate:t" },
  { "commerce-transactions", "commerce-transactions", "Commerce", N, PAGED, 260,
    "id:u transactionSourceRef:r=commerce-payments totalAmount:v currency:c "
    "type:e=Payment|Refund|PlatformFee|Transfer createdDate:t modifiedDate:t" },
  { NULL },
};

const GuildSandboxDataType *
guild_sandbox_data_find (const char *key)
{
  for (const GuildSandboxDataType *type = guild_sandbox_data_types; type->key != NULL; type++)
    if (g_strcmp0 (type->key, key) == 0)
      return type;
  return NULL;
}
