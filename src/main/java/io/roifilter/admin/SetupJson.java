package io.roifilter.admin;

import io.roifilter.setup.Proposal;
import io.roifilter.setup.RecordedVisit;
import io.roifilter.setup.Search;
import io.roifilter.setup.SetupView;
import io.roifilter.setup.Tried;
import jakarta.json.stream.JsonGenerator;
import java.util.List;

/** Set-up by example as JSON: all that the page shows. For one thread, once. */
public final class SetupJson {
    private final JsonGenerator json;
    private final SetupSituation situation;

    private SetupJson(JsonGenerator json, SetupSituation situation) {
        this.json = json;
        this.situation = situation;
    }

    /** Where it is on. */
    public static String of(StatusJson writer, SetupSituation situation) {
        return writer.write(json -> new SetupJson(json, situation).write());
    }

    /** Where it is off. */
    public static String off(StatusJson writer) {
        return writer.write(json -> json.write("setup", false).write("text", SetupPage.OFF));
    }

    private void write() {
        SetupView view = situation.view();
        json.write("setup", true);
        json.write("step", SetupStep.of(view, situation.isOwn()).key());
        view.begun().ifPresent(begun -> json.write("begun", begun.toString()));
        json.write("ofThisBrowser", situation.isOwn());
        if (situation.isOwn()) {
            json.writeStartArray("visits");
            view.visits().forEach(visit -> {
                json.writeStartObject();
                visit(visit);
                json.writeEnd();
            });
            json.writeEnd();
            view.search().ifPresent(this::search);
            view.triedOut().ifPresent(this::triedOut);
        }
    }

    private void visit(RecordedVisit visit) {
        json.write("number", visit.number())
                .write("at", visit.at().toString())
                .write("method", visit.method())
                .write("path", visit.path())
                .write("status", visit.status())
                .write("click", visit.click())
                .write("values", visit.values());
    }

    private void search(Search search) {
        json.writeStartObject("search").write("orderId", search.orderId()).write("total", search.total());
        texts("notes", search.notes());
        json.writeStartArray("proposals");
        search.proposals().forEach(this::proposal);
        json.writeEnd().writeEnd();
    }

    private void proposal(Proposal proposal) {
        json.writeStartObject().write("title", proposal.title()).writeStartArray("settings");
        proposal.settings()
                .forEach(setting -> json.writeStartObject()
                        .write("name", setting.name())
                        .write("value", setting.value())
                        .write("reason", setting.reason())
                        .writeEnd());
        json.writeEnd();
        texts("reasons", proposal.reasons());
        json.writeStartArray("lookAlikes");
        proposal.lookAlikes().forEach(alike -> {
            json.writeStartObject();
            visit(alike.visit());
            json.write("text", alike.text()).writeEnd();
        });
        json.writeEnd().writeStartObject("toBePasted");
        List<PastedSetting> pasted = PastedSetting.of(proposal, situation.missing());
        for (WayToInstall way : WayToInstall.bestFirst(situation.declared())) {
            json.write(way.key(), way.text(pasted, situation.declared()));
        }
        json.writeEnd().writeEnd();
    }

    private void triedOut(Proposal proposal) {
        json.write("triedOut", proposal.title()).writeStartArray("tried");
        for (Tried tried : situation.view().tried()) {
            json.writeStartObject();
            visit(tried.visit());
            json.write("outcome", tried.outcome());
            tried.order().ifPresent(order -> json.write("order", order));
            json.writeEnd();
        }
        json.writeEnd();
    }

    private void texts(String name, List<String> texts) {
        json.writeStartArray(name);
        texts.forEach(json::write);
        json.writeEnd();
    }
}
