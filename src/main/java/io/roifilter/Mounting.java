package io.roifilter;

import io.roifilter.click.RoiDataFinder;
import io.roifilter.config.Component;
import io.roifilter.config.ContextSettings;
import io.roifilter.config.Problem;
import io.roifilter.config.ReportMode;
import io.roifilter.config.Resolution;
import io.roifilter.config.Setting;
import io.roifilter.config.Settings;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What {@link RoiInitializer} has to do for an application, by its settings and by what it declares itself: which filters are
 * mounted, or what is wrong with their settings. Immutable.
 */
final class Mounting {
    /** Not linked from here, as a room may not know it. */
    static final String RECEIVER = "io.roifilter.receiver.RoiApiServlet";

    static final String STATUS_PAGE = RoiStatusServlet.class.getName();
    private static final List<String> SERVLETS = List.of(RECEIVER, STATUS_PAGE);

    private final Resolution own;
    private final Resolution insert;
    private final Resolution capture;
    private final boolean insertDeclared;
    private final boolean captureDeclared;
    private final boolean setsUp;
    private final boolean mountsStatus;
    private final boolean statusAnnounced;

    private Mounting(ServletContext context, Set<String> announced) {
        own = Deployment.resolve(Component.INITIALIZER, context);
        insert = Deployment.resolve(Component.INSERT_FILTER, context);
        capture = Deployment.resolve(Component.CAPTURE_FILTER, context);
        insertDeclared = isReporting(context) || announced.contains(RoiInsertFilter.class.getName());
        captureDeclared =
                isDeclared(RoiCaptureFilter.class, context) || announced.contains(RoiCaptureFilter.class.getName());
        setsUp = own.value(Settings.SETUP).orElse(false);
        statusAnnounced = announced.contains(STATUS_PAGE);
        mountsStatus = own.value(Settings.STATUS_PATH).isPresent()
                && isAnythingOfOursIn(context)
                && !statusAnnounced
                && !isDeclared(STATUS_PAGE, context);
    }

    /** A filter and what it is mapped on. */
    record Mounted(MemberFilter filter, List<String> urlPatterns) {}

    /**
     * Decides.
     *
     * @param announced classes of filters and servlets that the application is about to register itself
     */
    static Mounting of(ServletContext context, Set<String> announced) {
        return new Mounting(context, announced);
    }

    static boolean isDeclared(Class<? extends Filter> filter, ServletContext context) {
        return context.getFilterRegistrations().values().stream()
                .anyMatch(registration -> filter.getName().equals(registration.getClassName()));
    }

    /** Whether the application has a filter that reports orders: one that remembers what another reports is none. */
    static boolean isReporting(ServletContext context) {
        return context.getFilterRegistrations().values().stream()
                .anyMatch(registration -> RoiInsertFilter.class.getName().equals(registration.getClassName())
                        && !ReportMode.isRemember(registration.getInitParameter(Settings.REPORT.name())));
    }

    /** Those of ours that the application has. */
    static List<? extends ServletRegistration> servlets(ServletContext context) {
        return context.getServletRegistrations().values().stream()
                .filter(registration -> SERVLETS.stream()
                        .anyMatch(servlet -> servlet.equals(registration.getClassName()))) // which a JSP has none of
                .toList();
    }

    /** Of the servlets above. */
    static boolean isDeclared(String servlet, ServletContext context) {
        return servlets(context).stream().anyMatch(registration -> servlet.equals(registration.getClassName()));
    }

    /** Whether the application has a filter or servlet of ours, or is given a setting that only we know. */
    boolean isAnythingOfOursIn(ServletContext context) {
        return isConcerned()
                || saysWhatAnOrderIs()
                || setsUp
                || !servlets(context).isEmpty()
                || !ContextSettings.takenBy(EnumSet.allOf(Component.class), context)
                        .isEmpty();
    }

    /** Whether the application is to have anything of ours. The name that is misspelled may be that of the endpoint. */
    boolean isConcerned() {
        return insertDeclared || isEndpointGiven() || insert.hasUnknownNames();
    }

    boolean isEndpointGiven() {
        return insert.isGiven(Settings.ENDPOINT);
    }

    /** Whether it is said, wherever, what an order is: nobody does without wanting it reported. */
    boolean saysWhatAnOrderIs() {
        return insert.isGiven(Settings.ORDER_ID)
                || insert.isGiven(Settings.AMOUNT)
                || own.isGiven(Settings.CONFIRMATION);
    }

    /** Empty if none is to be mounted, or there is a problem. */
    Optional<Mounted> capture() {
        return mountsCapture() && problems().isEmpty()
                ? Optional.of(new Mounted(new RoiCaptureFilter(), List.of("/*")))
                : Optional.empty();
    }

    /** The same. */
    Optional<Mounted> insert() {
        return mountsInsert() && problems().isEmpty()
                ? Optional.of(new Mounted(
                        new RoiInsertFilter(), own.value(Settings.CONFIRMATION).orElseThrow()))
                : Optional.empty();
    }

    /** Where the status page is to be mounted, whatever is wrong with the filters: it shows that. */
    Optional<String> statusPath() {
        return mountsStatus ? own.value(Settings.STATUS_PATH) : Optional.empty();
    }

    /** How clicks are found where a shop is to be set up by example; empty if it is not. */
    Optional<RoiDataFinder> setup() {
        return setsUp
                ? Optional.of(new RoiDataFinder(
                        insert.value(Settings.PARAMETER).orElse("roi_data"),
                        insert.value(Settings.COOKIE).orElse("roi_data")))
                : Optional.empty();
    }

    /** Whether there is one to be mounted, or the application has one. */
    boolean hasStatusPage(ServletContext context) {
        return mountsStatus || statusAnnounced || isDeclared(STATUS_PAGE, context);
    }

    /** All that is wrong with the settings of filters to be mounted; those that are declared check what they are given. */
    List<Problem> problems() {
        if (!isConcerned() || !mountsInsert() && !mountsCapture() && (insertDeclared || captureDeclared)) {
            return List.of();
        }
        return Stream.of(
                        own.problems(),
                        mountsInsert() ? insert.problems() : List.<Problem>of(),
                        mountsCapture() ? capture.problems() : List.<Problem>of())
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    /** The filters that the application does not have where there is a problem. */
    List<Component> unmounted() {
        List<Component> unmounted = new ArrayList<>();
        if (mountsCapture()) {
            unmounted.add(Component.CAPTURE_FILTER);
        }
        if (!insertDeclared) {
            unmounted.add(Component.INSERT_FILTER);
        }
        return unmounted;
    }

    /** All that is missing or wrong for orders to be reported. */
    List<Problem> problemsWithReports() {
        return insert.problems();
    }

    /** Whether the deployment shall fail on a problem. */
    boolean failFast() {
        return own.failFast();
    }

    /** What of the settings for mounting has been of use. */
    Set<Setting<?>> used() {
        Set<Setting<?>> used = new HashSet<>();
        if (mountsInsert()) {
            used.add(Settings.CONFIRMATION);
        }
        if (mountsStatus) {
            used.add(Settings.STATUS_PATH);
        }
        if (own.isGiven(Settings.SETUP)) {
            used.add(Settings.SETUP);
        }
        if (decidesOnCapture()) {
            used.add(Settings.MOUNTS_CAPTURE);
        }
        return used;
    }

    /** Whether it is not the application's own decision. */
    boolean decidesOnCapture() {
        return isConcerned() && !captureDeclared;
    }

    private boolean mountsInsert() {
        return isConcerned() && !insertDeclared && own.isGiven(Settings.CONFIRMATION);
    }

    private boolean mountsCapture() {
        return decidesOnCapture() && own.value(Settings.MOUNTS_CAPTURE).orElse(true);
    }
}
