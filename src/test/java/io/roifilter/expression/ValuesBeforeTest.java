package io.roifilter.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.roifilter.testing.FakeRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ValuesBeforeTest {
    private final FakeRequest request = new FakeRequest();

    @Test
    void whatChangesAfterwardsChangesNothing() throws Exception {
        AtomicLong number = new AtomicLong(5);
        Date date = new Date(1);
        GregorianCalendar calendar = new GregorianCalendar();
        List<String> list = new ArrayList<>(List.of("x"));
        calendar.setTimeInMillis(1);
        request.with("number", number)
                .with("date", date)
                .with("calendar", calendar)
                .with("list", list);

        Expression[] read = expressions("${before.number}", "${before.date}", "${before.calendar}", "${before.list}");
        EvaluationScope later = later(read);
        number.set(6);
        date.setTime(2);
        calendar.setTimeInMillis(2);
        list.clear();

        assertEquals(new BigDecimal(5), read[0].evaluate(later));
        assertEquals(new Date(1), read[1].evaluate(later));
        assertEquals(1, ((GregorianCalendar) read[2].evaluate(later)).getTimeInMillis());
        assertEquals("[x]", read[3].evaluate(later).toString());
    }

    @Test
    void whatCannotChangeIsKeptAsItIs() throws Exception {
        Instant instant = Instant.now();
        request.with("instant", instant).with("amount", new BigDecimal("1.299"));

        Expression[] read = expressions("${before.instant}", "${before['amount']}", "${before.nobody}");
        EvaluationScope later = later(read);
        assertSame(instant, read[0].evaluate(later));
        assertEquals(new BigDecimal("1.299"), read[1].evaluate(later));
        assertSame(null, read[2].evaluate(later));
    }

    @Test
    void theWholeExpressionIsOfBefore() throws Exception {
        request.with("a", 1).with("b", 2);
        Expression[] read = expressions("${before.a}-${b}", "${b}");
        EvaluationScope later = later(read);
        request.with("a", 3).with("b", 4);

        assertEquals("1-2", read[0].evaluate(later));
        assertEquals(4, read[1].evaluate(later));
    }

    @Test
    void itIsAllThatThereIsWithoutIt() throws Exception {
        request.query("id=7").sessionAttributes.put("cart", Map.of("id", "9"));
        Expression[] read = expressions("${before.param.id}", "${before.sessionScope.cart.id}", "${before.cart.id}");
        EvaluationScope later = later(read);

        assertEquals("7", read[0].evaluate(later).toString());
        assertEquals("9", read[1].evaluate(later).toString());
        assertEquals("9", read[2].evaluate(later).toString());
    }

    @Test
    void nothingBecomesTrueByIt() throws Exception {
        request.with("flag", new AtomicBoolean(true));
        Expression[] read = expressions("${before.flag}");

        assertFalse(read[0].isTrue(later(read)));
    }

    @Test
    void whatIsThrownIsThrownToWhoAsks() {
        request.with("order", new Object() {
            @Override
            public String toString() {
                throw new StackOverflowError();
            }
        });
        Expression[] read = expressions("${before.order}");
        EvaluationScope later = later(read);

        assertThrows(EvaluationException.class, () -> read[0].evaluate(later));
    }

    @Test
    void aPropertyOfThatNameIsNoneOfIt() {
        assertFalse(Expression.parse("${order.before.id}").isBefore());
        assertFalse(Expression.parse("${order['before']}").isBefore());
        assertFalse(Expression.parse("\\${before.id}").isBefore());
    }

    private static Expression[] expressions(String... texts) {
        return Stream.of(texts).map(Expression::parse).toArray(Expression[]::new);
    }

    private EvaluationScope later(Expression... read) {
        ValuesBefore values =
                Expression.before(Stream.of(read), EvaluationScope.beforeChain(request.request(), request.context()));
        return EvaluationScope.afterChain(request.request(), request.context()).withValuesBefore(values);
    }
}
