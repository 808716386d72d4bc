package io.roifilter.order;

import io.roifilter.api.RoiInsert;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * What became of one visit to a confirmation route, for whoever looks in: the log is written from it. Its words are one
 * line each, with no more of roi_data in them than may be shown. Immutable.
 */
public sealed interface Outcome {
    Kind kind();

    /** What there is to say of this one. */
    default String text() {
        return kept().toString();
    }

    /** The same, to be put together when somebody asks for it, long after the order has gone: of its roi_data no more than may be shown. */
    default Kept kept() {
        return new Kept(text(), "");
    }

    /**
     * What is left of one that was. Immutable.
     *
     * @param what it is about
     * @param said of that
     */
    record Kept(Object what, String said) {
        @Override
        public String toString() {
            return what + said;
        }
    }

    /** The same in a word or two. */
    Label label();

    /**
     * An order that is to be delivered.
     *
     * @param warning what of it is not used
     * @param isStored whether it is on disk, now or from before; if not, it is on its way there, or went to the log
     */
    record Accepted(RoiInsert order, Optional<String> warning, boolean isStored) implements Outcome {
        @Override
        public Kind kind() {
            return warning.isPresent() ? Kind.ACCEPTED_IN_PART : Kind.ACCEPTED;
        }

        @Override
        public Label label() {
            return Label.ACCEPTED;
        }

        @Override
        public Kept kept() {
            return new Kept(order.name(), said());
        }

        private String said() {
            return warning.map(": "::concat)
                    .orElse(isStored ? " is in the outbox" : " is handed in, and not in the outbox yet");
        }
    }

    /**
     * An order after a click on a link with {@code roi_data=test}: it is shown, and neither kept nor sent.
     *
     * @param problem why it would be kept as rejected; empty if it would be sent
     */
    record Tested(RoiInsert order, Optional<String> problem) implements Outcome {
        @Override
        public Kind kind() {
            return Kind.TESTED;
        }

        @Override
        public Label label() {
            return Label.TEST;
        }

        @Override
        public Kept kept() {
            return new Kept(
                    order.name(),
                    problem.map(" would be kept as rejected: "::concat).orElse(" would be sent")
                            + "; it is a test, by its click, and neither kept nor sent");
        }
    }

    /** An order that was in the outbox before, such as when its page is loaded again. */
    record Repeated(RoiInsert order) implements Outcome {
        @Override
        public Kind kind() {
            return Kind.REPEATED;
        }

        @Override
        public Label label() {
            return Label.REPEATED;
        }

        @Override
        public Kept kept() {
            return new Kept(order.name(), " is in the outbox already");
        }
    }

    /**
     * An order that is kept for a person to repair, and is not to be delivered as it is.
     *
     * @param reason what is wrong with it
     * @param isStored as for those {@link Accepted}
     */
    record Rejected(RoiInsert order, String reason, boolean isStored) implements Outcome {
        @Override
        public Kind kind() {
            return Kind.REJECTED;
        }

        @Override
        public Label label() {
            return Label.REFUSED;
        }

        @Override
        public Kept kept() {
            return new Kept(order.name(), " is kept in the outbox as rejected: " + reason);
        }
    }

    /** Nothing is reported, as is right. */
    record NothingToReport(Why why) implements Outcome {
        @Override
        public Kind kind() {
            return Kind.NOTHING_TO_REPORT;
        }

        @Override
        public Label label() {
            return why.label();
        }

        @Override
        public String text() {
            return "nothing is reported: " + why.text();
        }
    }

    /** See {@link OrderReading.Unreadable}. */
    record Unreadable(String reason) implements Outcome {
        @Override
        public Kind kind() {
            return Kind.UNREADABLE;
        }

        @Override
        public Label label() {
            return Label.UNREADABLE;
        }

        @Override
        public String text() {
            return "an order could not be read and is not reported: " + reason;
        }
    }

    /**
     * A page before that of the order, of which something is kept for that in the visitor's session.
     *
     * @param what the names of what is kept; empty if nothing is
     * @param problem why not all of it; empty if it is
     */
    record Remembered(String what, Optional<String> problem) implements Outcome {
        @Override
        public Kind kind() {
            return problem.isPresent() ? Kind.REMEMBERED_IN_PART : Kind.REMEMBERED;
        }

        @Override
        public Label label() {
            return Label.REMEMBERED;
        }

        @Override
        public String text() {
            return (what.isEmpty() ? "nothing is remembered" : "remembered for the page of the order: " + what)
                    + problem.map("; "::concat).orElse("");
        }
    }

    /**
     * Something failed that must not.
     *
     * @param fault its type and where it was thrown, none of its words
     */
    record Failed(String fault) implements Outcome {
        @Override
        public Kind kind() {
            return Kind.FAILED;
        }

        @Override
        public Label label() {
            return Label.FAILED;
        }

        @Override
        public String text() {
            return kind().text() + ": " + fault;
        }
    }

    /** What outcomes are shown and counted as, for an operator. */
    enum Label {
        ACCEPTED("accepted"),
        REPEATED("repeat"),
        TEST("test"),
        REMEMBERED("remembered"),
        REFUSED("refused"),
        NO_CLICK("no click"),
        NO_CONSENT("no consent"),
        NOT_WANTED("not wanted"),
        NO_ORDER_ID("no order id"),
        ERROR_ANSWER("error answer"),
        PAGE_FAILED("page failed"),
        UNREADABLE("unreadable"),
        FAILED("failed");

        private final String text;

        Label(String text) {
            this.text = text;
        }

        /** For people. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** How outcomes are told in a log. */
    enum Kind {
        ACCEPTED(Level.DEBUG, "orders accepted"),
        REMEMBERED(Level.DEBUG, "pages remembered"),
        REMEMBERED_IN_PART(Level.WARNING, "pages of which not all is remembered"),
        REPEATED(Level.DEBUG, "orders that were in the outbox already"),
        TESTED(Level.INFO, "orders of a test"),
        ACCEPTED_IN_PART(Level.WARNING, "orders of which something is not used"),
        REJECTED(Level.WARNING, "orders kept in the outbox as rejected"),
        NOTHING_TO_REPORT(Level.DEBUG, "pages with nothing to report"),
        UNREADABLE(Level.ERROR, "orders that could not be read"),
        FAILED(Level.ERROR, "an order may not have been reported");

        private final Level level;
        private final String text;

        Kind(Level level, String text) {
            this.level = level;
            this.text = text;
        }

        /** How much an operator has to know it; {@code DEBUG} if all is as it should be, or may be. */
        public Level level() {
            return level;
        }

        /** In a few words, before a colon or a number. */
        public String text() {
            return text;
        }
    }

    /** Why there is nothing to report. */
    enum Why {
        /** No click on a link led to this order. */
        NO_ROI_DATA(
                Label.NO_CLICK,
                "there is no roi_data, neither in the link nor in a form nor in a cookie: no click led here"),
        /** The setting {@code consent} is not true. */
        NO_CONSENT(Label.NO_CONSENT, "consent is not true"),
        /** The setting {@code when} is not true. */
        NOT_WANTED(Label.NOT_WANTED, "when is not true"),
        /** The expressions in the setting {@code orderId} give nothing or blank text. */
        NO_ORDER_ID(Label.NO_ORDER_ID, "orderId gives nothing"),
        /** The setting {@code orderId} has its default, and the page states nothing. */
        NO_STATED_ORDER(Label.NO_ORDER_ID, "the page states no order by any convention known"),
        /** The setting {@code orderId} asks what the page states, which is too much. */
        SEVERAL_STATED_ORDERS(Label.NO_ORDER_ID, "the page states several orders, none of which is taken"),
        /** The status of the answer is 400 or above. */
        ERROR_ANSWER(Label.ERROR_ANSWER, "the answer is an error"),
        /** The application has thrown an exception. */
        PAGE_FAILED(Label.PAGE_FAILED, "the page failed");

        private final Label label;
        private final String text;

        Why(Label label, String text) {
            this.label = label;
            this.text = text;
        }

        Label label() {
            return label;
        }

        /** In a few words that follow a colon. */
        public String text() {
            return text;
        }
    }
}
