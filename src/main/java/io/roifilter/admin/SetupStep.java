package io.roifilter.admin;

import io.roifilter.setup.SetupView;
import java.util.Locale;

/** What an operator does to set a shop up by example, one after the other. */
enum SetupStep {
    BEGIN("Begin"),
    ORDER("Place an order"),
    ASK("Say what you saw"),
    SETTINGS("Choose settings"),
    TRY("Try them"),
    END("Paste, and end");

    private final String title;

    SetupStep(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** As JSON names it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one to be done now. */
    static SetupStep of(SetupView view, boolean isOwn) {
        if (!isOwn) {
            return BEGIN;
        }
        if (view.triedOut().isPresent()) {
            boolean hasOrder =
                    view.tried().stream().anyMatch(tried -> tried.order().isPresent());
            return hasOrder ? END : TRY;
        }
        if (view.search().filter(search -> !search.proposals().isEmpty()).isPresent()) {
            return SETTINGS;
        }
        return view.visits().isEmpty() ? ORDER : ASK;
    }
}
