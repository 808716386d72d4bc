package io.roifilter.click;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roifilter.click.ClickCounts.Outcome;
import io.roifilter.testing.FakeRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More than a visitor would send; for what is merely odd see {@code VisitorFuzzTest}. */
@Timeout(60)
class HostileInputTest {
    private final RoiDataFinder finder = new RoiDataFinder("roi_data", "roi");

    @Test
    void aBombOfCookiesIsReadThroughAndTheUsableOneFound() throws Exception {
        FakeRequest request = new FakeRequest();
        for (int i = 0; i < 5000; i++) {
            request.cookie("roi", "x".repeat(4000)).cookie("c" + i, "x");
        }
        assertEquals(
                Optional.of("echo3-1"),
                finder.afterOrder(request.cookie("roi", "echo3-1").request()));
        assertEquals(5000, finder.counts().of(Outcome.IGNORED));
    }

    @Test
    void aLinkOfManyParametersIsReadThrough() {
        String query = "roi_data=%00&".repeat(100_000) + "roi_data=echo3-1";
        assertEquals(
                Optional.of("echo3-1"),
                finder.inLink(new FakeRequest().query(query).request()));
    }
}
