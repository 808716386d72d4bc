package io.roifilter.faults;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.Container;
import io.roifilter.testing.LoopbackEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The outbox's disk stops answering while many buy: requests wait for it, but never so many that the server, with the 200
 * threads that servers have by default, has none left for other pages.
 */
@Timeout(240)
class FrozenDiskIT {
    private static final int CONFIRMATIONS = 1000;
    private static final int OTHER_PAGES = 20;

    @TempDir
    private Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private final ExecutorService customers = Executors.newCachedThreadPool();
    private DiskImage disk;
    private PageShop shop;

    @BeforeEach
    void mount() throws Exception {
        disk = DiskImage.mount(directory, DiskImage.Kind.EXT4);
        disk.requireFreezing();
    }

    @AfterEach
    void unmount() throws Exception {
        customers.shutdownNow();
        endpoint.close();
        if (disk != null) {
            disk.thaw(); // before that, the shop cannot even be killed
            if (shop != null) {
                shop.kill();
                shop.awaitEnd();
            }
            disk.unmount();
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void everyPageIsAnsweredWhateverTheDiskDoes(Container container) throws Exception {
        shop = PageShop.start(
                container,
                false,
                directory.resolve("server"),
                disk.root().resolve("outbox").toString(),
                endpoint.uri(),
                directory.resolve("shop.log"),
                "acceptTimeout=10s");
        assertEquals(200, order("before"));
        assertEventually(Set.of("before"), this::arrived);

        disk.freeze();
        Set<String> ids =
                IntStream.range(0, CONFIRMATIONS).mapToObj(i -> "frozen-" + i).collect(Collectors.toSet());
        CountDownLatch asked = new CountDownLatch(CONFIRMATIONS);
        Collection<Future<Integer>> confirmations = new ArrayList<>();
        for (String id : ids) {
            confirmations.add(customers.submit(() -> {
                asked.countDown();
                return order(id);
            }));
        }
        assertTrue(asked.await(60, TimeUnit.SECONDS));
        for (Future<Integer> page : customers.invokeAll(otherPages())) {
            assertEquals(200, page.get());
        }
        for (Future<Integer> confirmation : confirmations) {
            assertEquals(200, confirmation.get());
        }

        disk.thaw();
        ids.add("before");
        assertEventually(ids, this::arrived);
    }

    private List<Callable<Integer>> otherPages() {
        return IntStream.range(0, OTHER_PAGES)
                .mapToObj(i -> (Callable<Integer>) () -> get(PageShop.OTHER_PAGE))
                .toList();
    }

    private int order(String id) throws IOException {
        return get(PageShop.order(Answer.WRITER, id));
    }

    /** Fails if the page is not there within half a minute. */
    private int get(String address) throws IOException {
        try (PageCustomer customer = new PageCustomer(shop.port())) {
            return customer.get(address, 1.1).status();
        }
    }

    private Set<String> arrived() {
        Set<String> ids = new HashSet<>();
        endpoint.received().forEach(post -> ids.addAll(post.orderIds()));
        return ids;
    }
}
