package io.roifilter.setup;

/** Classes of libraries whose objects are amounts, and say so as text. */
final class Money {
    private Money() {}

    static boolean isOf(Class<?> type) {
        return type.getName().equals("javax.money.MonetaryAmount")
                || type.getName().equals("org.joda.money.Money")
                || type.getName().equals("org.joda.money.BigMoney")
                || type.getName().startsWith("org.javamoney.moneta.")
                || type.getName().startsWith("java.util.Currency")
                || type.getName().equals("javax.money.CurrencyUnit");
    }
}
