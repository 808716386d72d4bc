package io.roifilter.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
    private static final long SEED = 20261122;

    @Test
    void takesNumbersByTheDigitsTheyPrint() throws Exception {
        assertEquals("152.99", Amount.of(new BigDecimal("152.99")));
        assertEquals("152.90", Amount.of(new BigDecimal("152.9")));
        assertEquals("1000.00", Amount.of(new BigDecimal("1E3")));
        assertEquals("19.99", Amount.of(19.99));
        assertEquals("19.99", Amount.of(19.99f));
        assertEquals("12345678.90", Amount.of(12345678.90));
        assertEquals("0.00", Amount.of(-0.0));
        assertEquals("12.00", Amount.of(12));
        assertEquals("12.00", Amount.of(12L));
        assertEquals("12.00", Amount.of((short) 12));
        assertEquals("12.00", Amount.of(BigInteger.valueOf(12)));
        assertEquals("12.00", Amount.of(new AtomicInteger(12)));
        assertEquals("12.00", Amount.of(new AtomicLong(12)));
        assertEquals("0.00", Amount.of(new DoubleAdder()));
        assertEquals("1.50", Amount.of(new LibraryNumber("1.5")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            152.99        | 152.99
            0             | 0.00
            0.00          | 0.00
            -0.00         | 0.00
            .5            | 0.50
            12.           | 12.00
            000012.5      | 12.50
            +12           | 12.00
            $1,299.50     | 1299.50
            $ 1,299.50    | 1299.50
            USD 12        | 12.00
            USD12         | 12.00
            usd 12        | 12.00
            12 USD        | 12.00
            12usd         | 12.00
            12$           | 12.00
            $12.00 USD    | 12.00
            USD $12.00    | 12.00
            US$12.00      | 12.00
            US$ 1,299.00  | 1299.00
            1,299,500     | 1299500.00
            1,299,500.5   | 1299500.50
            1,299.995     | 1300.00
            1 299         | 1299.00
            1 299.50      | 1299.50
            1 299 500     | 1299500.00
            1299.995      | 1300.00
            0.999         | 1.00
            .500          | 0.50
            1.2990        | 1.30
            1.299E3       | 1299.00
            1.2345678E7   | 12345678.00
            1e3           | 1000.00
            1E-400000000  | 0.00
            0E400000000   | 0.00
            """)
    void readsTextAsWrittenInTheUnitedStates(String text, String expected) throws Exception {
        assertEquals(expected, Amount.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00a0", "\u202f", "\u2009", "\u2007", "\u3000", "\t"})
    void takesEveryKindOfSpace(String space) throws Exception {
        assertEquals("1299.50", Amount.of(space + "USD" + space + "1" + space + "299.50" + space));
    }

    @ParameterizedTest
    @CsvSource({
        "0.004,0.00",
        "0.005,0.01",
        "1.005,1.01",
        "2.675,2.68",
        "0.994999,0.99",
        "0.995,1.00",
        "999999999999.994,999999999999.99"
    })
    void roundsFractionsOfACentHalfUp(String value, String expected) throws Exception {
        assertEquals(expected, Amount.of("0" + value)); // else 2.675 had two readings
        assertEquals(expected, Amount.of(new BigDecimal(value)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.299,50",
                "12,50",
                "1,29,950",
                "0,299",
                "1,2999",
                "1,299 500",
                "1 29",
                "12 34",
                "1'299.50",
                "1.2.3",
                ".",
                ",5",
                "01,299",
                "1,299E2",
                "1 299,50",
                "1 E3"
            })
    void refusesTextThatCouldBeReadInTwoWays(String text) {
        assertRefused(text, "the amount is ambiguous: '" + text + "'; allowed: ");
    }

    /** Whatever stands around it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.299",
                "152.999",
                "1.000",
                "12.995",
                "1,299",
                "12,500",
                "999,999",
                "$1.299",
                "$1,299",
                "US$ 1,299",
                "USD 1.299",
                "1.299 USD",
                "1.299$",
                "+1.299",
                "\u00a01.299\u00a0"
            })
    void refusesThreeDigitsBehindASingleSeparator(String text) throws Exception {
        RefusedValueException refused = assertThrows(RefusedValueException.class, () -> Amount.of(text));
        assertTrue(refused.getMessage().startsWith("the amount has two readings, as its "), refused::getMessage);
        assertRefused(new StringBuilder(text), refused.getMessage());
    }

    @Test
    void takesTheSameFromNumbers() throws Exception {
        assertEquals("1.30", Amount.of(1.299));
        assertEquals("1.30", Amount.of(1.299f));
        assertEquals("153.00", Amount.of(new BigDecimal("152.999")));
        assertEquals("1.30", Amount.of(new LibraryNumber("1.299")));
        assertEquals("1299.00", Amount.of(1299));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "€12",
                "EUR 12",
                "12 EUR",
                "CA$12",
                "£1",
                "twelve",
                "NaN",
                "Infinity",
                "$",
                "USD",
                "12.00 due",
                "(12.00)",
                "1/3",
                "0x10",
                "١٢",
                "true",
                "12 USD USD",
                "1,",
                "12-"
            })
    void refusesWhatIsNoAmountInDollars(String text) {
        assertRefused(text, "not an amount in US dollars: '" + text + "'; allowed: ");
    }

    @Test
    void refusesMissingValues() {
        for (Object value : new Object[] {null, "", "  ", "\u00a0", new StringBuilder()}) {
            assertRefused(value, "the amount is missing; allowed: ");
        }
    }

    @Test
    void refusesNegativeValuesEvenIfTheyWouldRoundToZero() {
        for (Object value : new Object[] {
            -1,
            -0.001,
            new BigDecimal("-0.001"),
            BigInteger.valueOf(-5),
            "-12",
            "-$12",
            "$-12",
            "$ -12",
            "- 12",
            "USD -12",
            "\u221212",
            "-1,299.50",
            "-1E-400000000",
            new BigDecimal("-1E+400000000")
        }) {
            assertRefused(value, "the amount is negative: '" + value + "'; allowed: ");
        }
    }

    @Test
    void refusesNumbersThatAreNotFiniteOrNotDecimal() {
        for (Object value : new Object[] {
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Float.NaN, new LibraryNumber("1/3")
        }) {
            assertRefused(value, "the amount is not a finite decimal number: '" + value + "'; allowed: ");
        }
    }

    @Test
    void refusesMoreThanTwelveDigitsBeforeThePoint() throws Exception {
        assertEquals("999999999999.99", Amount.of("999999999999.99"));
        for (Object value : new Object[] {
            "1000000000000",
            "999999999999.995",
            1e12,
            Long.MAX_VALUE,
            "1E12",
            "1E400000000",
            "1E2147483647",
            "1E9999999999",
            new BigDecimal("1E400000000"),
            new BigDecimal("999999999999.995"),
            BigInteger.ONE.shiftLeft(5_000_000),
            BigInteger.ONE.shiftLeft(5_000_000).negate(),
            new BigDecimal(BigInteger.ONE.shiftLeft(1_000), 0)
        }) {
            RefusedValueException refusal = assertThrows(RefusedValueException.class, () -> Amount.of(value));
            assertTrue(refusal.getMessage().length() < 300, refusal.getMessage());
        }
        assertRefused("1E400000000", "the amount has too many digits: '1E400000000'; allowed: ");
    }

    @Test
    void takesAnythingElseByItsText() throws Exception {
        assertEquals("12.00", Amount.of(new StringBuilder("$12")));
        assertEquals("5.00", Amount.of('5'));
        assertEquals("12.00", Amount.of(new Money("USD 12.00")));
        assertRefused(new Money("EUR 12.00"), "not an amount in US dollars: 'EUR 12.00'; allowed: ");
        assertRefused(true, "not an amount in US dollars: 'true'; allowed: ");
        assertRefused(new Money(null), "the amount is missing; allowed: ");
        assertThrows(RefusedValueException.class, () -> Amount.of(new Object()));
    }

    @Test
    void showsARefusedValueShortenedAndInOneLine() {
        assertRefused("12\r\nERROR forged", "not an amount in US dollars: '12  ERROR forged'; allowed: ");
        RefusedValueException refusal =
                assertThrows(RefusedValueException.class, () -> Amount.of("9".repeat(5_000_000)));
        assertTrue(refusal.getMessage().startsWith("the amount is too long: '" + "9".repeat(63) + "…'; allowed: "));
    }

    @Test
    void agreesWithBigDecimalHoweverAnAmountIsWritten() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal value = new BigDecimal(new BigInteger(1 + random.nextInt(39), random), random.nextInt(6));
            String expected = value.setScale(2, RoundingMode.HALF_UP).toPlainString();
            for (Object written : waysToWrite(value)) {
                if (hasTwoReadings(written)) {
                    assertRefused(written, "the amount has two readings");
                } else {
                    assertEquals(expected, Amount.of(written), () -> "written as " + written);
                }
            }
        }
    }

    @Test
    void takesEveryAmountOfCentsFromADoubleExactly() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            long cents = random.nextLong(100_000_000_000L);
            assertEquals(BigDecimal.valueOf(cents, 2).toPlainString(), Amount.of(cents / 100.0));
        }
    }

    @Test
    void givesDollarsAndCentsOrARefusalForWhateverText() {
        Random random = new Random(SEED);
        String alphabet = "0123456789.,.,  -+$USDeE'\u00a0x";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertTrue(Amount.of(text).matches("(0|[1-9][0-9]{0,11})\\.[0-9]{2}"), text::toString);
            } catch (RefusedValueException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
    }

    /** A text with one to three digits, a point or comma, and three. */
    private static boolean hasTwoReadings(Object written) {
        String digits = written.toString().replaceAll("[^0-9., \u202fE]", "").strip();
        return !(written instanceof Number) && digits.matches("[1-9][0-9]{0,2}[.,][0-9]{3}");
    }

    private static List<Object> waysToWrite(BigDecimal value) {
        String plain = value.toPlainString();
        NumberFormat grouping = NumberFormat.getNumberInstance(Locale.US);
        grouping.setMaximumFractionDigits(9);
        String grouped = grouping.format(value);
        return List.of(
                value,
                plain,
                value.toString(),
                "$" + plain,
                "USD " + plain,
                plain + " USD",
                grouped,
                "US$" + grouped,
                grouped.replace(',', ' '),
                grouped.replace(',', '\u202f'),
                " " + grouped + "\u00a0$");
    }

    private static void assertRefused(Object value, String beginning) {
        RefusedValueException refusal = assertThrows(RefusedValueException.class, () -> Amount.of(value));
        assertTrue(refusal.getMessage().startsWith(beginning), refusal.getMessage());
    }

    /** As libraries of money print it. */
    private record Money(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** A number of a library, known by its text alone. */
    private static final class LibraryNumber extends Number {
        private static final long serialVersionUID = 1L;
        private final String text;

        LibraryNumber(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }

        @Override
        public int intValue() {
            return 0;
        }

        @Override
        public long longValue() {
            return 0;
        }

        @Override
        public float floatValue() {
            return 0;
        }

        @Override
        public double doubleValue() {
            return 0;
        }
    }
}
