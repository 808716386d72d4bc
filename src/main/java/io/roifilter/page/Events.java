package io.roifilter.page;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the name that a shop gave an event says of it. */
final class Events {
    /** Of failure, of what is taken back, of an earlier step, of looking. */
    private static final Pattern NO_ORDER =
            Pattern.compile("fail|error|refus|declin|reject|denied|invalid|unsuccess|incomplete|unpaid|expire|timeout"
                    + "|refund|returned|order.?return|cancel|abandon|abort|remov|void|chargeback|dispute"
                    + "|begin|start|init|add|cart|attempt|intent|pre_?purchase|test|login|sign_?up"
                    + "|view|select|click|impression|promo|quote|history");

    private static final Pattern ORDER = Pattern.compile(
            "purchas|order|transaction|thank|confirm|success|complet|conversion|sale|paid|bought|checkout_done");

    /** A page that is viewed may be any. */
    private static final Pattern PAGE = Pattern.compile("page[ _.-]?view|view[ _.-]?page|address|loaded|ready");

    private Events() {}

    /** The name says that something was bought. */
    static boolean isPurchase(String event) {
        return isNoFailure(event)
                && ORDER.matcher(event.toLowerCase(Locale.ROOT)).find();
    }

    /** No name, or one that does not say that nothing was bought. */
    static boolean isNoFailure(String event) {
        String name = PAGE.matcher(event.toLowerCase(Locale.ROOT)).replaceAll("");
        return !NO_ORDER.matcher(name).find();
    }

    /** The same of the status of an order, by schema.org. */
    static boolean isPlaced(String status) {
        return Optional.of(status)
                .map(text -> text.substring(text.lastIndexOf('/') + 1))
                .filter(text -> text.matches("(?i)(?:Order)?(?:Cancelled|Canceled|Problem|Returned)"))
                .isEmpty();
    }
}
