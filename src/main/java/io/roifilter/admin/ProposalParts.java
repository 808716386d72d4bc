package io.roifilter.admin;

import io.roifilter.setup.LookAlike;
import io.roifilter.setup.Proposal;
import io.roifilter.setup.ProposedSetting;
import java.util.List;

/** Proposed settings on the page of the set-up, as they are to be pasted, and why. For one thread, once. */
final class ProposalParts {
    private final Html html;
    private final PageParts parts;
    private final SetupSituation situation;

    ProposalParts(Html html, PageParts parts, SetupSituation situation) {
        this.html = html;
        this.parts = parts;
        this.situation = situation;
    }

    /** @param isNext whether one of them is to be chosen now */
    void write(List<Proposal> proposals, boolean isNext) {
        for (int i = 0; i < proposals.size(); i++) {
            boolean isFirst = i == 0;
            if (!isFirst) {
                html.open("details", "class", "proposal");
                html.open("summary").text("Or " + proposals.get(i).title()).close();
            } else {
                html.open("div", "class", "proposal");
                html.element("h3", capitalized(proposals.get(i).title()));
            }
            write(i, proposals.get(i), isFirst && isNext);
            html.close();
        }
    }

    private static String capitalized(String title) {
        return title.isEmpty() ? title : Character.toUpperCase(title.charAt(0)) + title.substring(1);
    }

    private void write(int place, Proposal proposal, boolean isMain) {
        list(proposal.reasons(), "plain");
        parts.stackingTable(List.of("Setting", "Value", "Why"));
        proposal.settings().forEach(this::setting);
        parts.endTable();
        lookAlikes(proposal.lookAlikes());
        ways(PastedSetting.of(proposal, situation.missing()));
        parts.form("setup/try", "proposal", Integer.toString(place));
        html.element("button", "Try this one", "class", isMain ? "main" : "").close();
    }

    private void list(List<String> texts, String look) {
        if (!texts.isEmpty()) {
            html.open("ul", "class", look);
            texts.forEach(text -> {
                html.open("li");
                withCode(text);
                html.close();
            });
            html.close();
        }
    }

    private void setting(ProposedSetting setting) {
        html.open("tr").element("th", setting.name(), "scope", "row").open("td", "data-label", "");
        html.element("code", setting.value()).close();
        html.open("td", "class", "note");
        withCode(setting.reason());
        html.close().close();
    }

    private void lookAlikes(List<LookAlike> lookAlikes) {
        if (lookAlikes.isEmpty()) {
            return;
        }
        html.element("h4", lookAlikes.size() == 1 ? "A page that looks alike" : "Pages that look alike");
        html.open("ul", "class", "plain");
        for (LookAlike alike : lookAlikes) {
            html.open("li")
                    .element(
                            "strong",
                            alike.visit().number() + ". " + alike.visit().method() + " "
                                    + alike.visit().path());
            html.text(" ");
            withCode(alike.text());
            html.close();
        }
        html.close();
    }

    private void ways(List<PastedSetting> settings) {
        html.element("h4", "To be pasted");
        missing();
        List<WayToInstall> ways = WayToInstall.bestFirst(situation.declared());
        for (int i = 0; i < ways.size(); i++) {
            html.open("details", "class", "way");
            if (i == 0) {
                html.attribute("open", "open");
            }
            html.element("summary", ways.get(i).title());
            html.element("p", ways.get(i).where(), "class", "note");
            html.element("pre", ways.get(i).text(settings, situation.declared()), "class", "paste");
            html.close();
        }
    }

    private void missing() {
        if (!situation.missing().isEmpty()) {
            html.element("p", "Still to be filled in, as it is not set yet:");
            html.open("ul", "class", "plain");
            for (PastedSetting setting : situation.missing()) {
                html.open("li")
                        .element("code", setting.name())
                        .text(" – " + setting.comment() + ".")
                        .close();
            }
            html.close();
        }
    }

    /** What stands between grave accents is code. */
    private void withCode(String text) {
        String[] pieces = text.split("`", -1);
        for (int i = 0; i < pieces.length; i++) {
            boolean isCode = i % 2 == 1 && i < pieces.length - 1;
            if (isCode) {
                html.element("code", pieces[i]);
            } else {
                html.text(pieces[i]);
            }
        }
    }
}
