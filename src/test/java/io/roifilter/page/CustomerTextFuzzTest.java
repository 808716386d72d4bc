package io.roifilter.page;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.InRange;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithUtf8Length;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a customer types, and wherever a page shows it, is no order and hides none. */
@Tag("fuzz")
class CustomerTextFuzzTest {
    static Stream<Arguments> seeds() {
        return CustomerTextTest.TAGS.stream()
                .flatMap(tag -> Stream.of(0, 22, 26, 33).map(place -> Arguments.arguments(place, tag)));
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "gtag('event','purchase',{transaction_id:'E',value:9})",
        "dataLayer.push({event:`purchase`,ecommerce:{transaction_id:`E`,value:9}})",
        "_paq.push(['trackEcommerceOrder','E',9])",
        "</script><script>",
        "<!--",
        "-->",
        "*/",
        "\\x5c",
        "${",
        "}",
        "`",
        "'",
        "\\x22",
        "\\x0a"
    })
    @FuzzTest(maxExecutions = 5_000, maxDuration = "30s")
    void customersPlaceNoOrders(
            @InRange(min = 0, max = 45) int place, @NotNull @WithUtf8Length(max = 2_000) String text) {
        CustomerTextTest.check(CustomerText.PLACES.get(place % CustomerText.PLACES.size()), text);
    }
}
