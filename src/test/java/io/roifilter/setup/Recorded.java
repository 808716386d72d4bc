package io.roifilter.setup;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Visits as they are recorded, made by hand. */
final class Recorded {
    private final List<Visited> visits = new ArrayList<>();
    private final List<Search> earlier = new ArrayList<>();

    /** One visit that is being made. */
    final class Visit {
        private final String method;
        private final String path;
        private final int status;
        private final Map<String, Object> request = new LinkedHashMap<>();
        private final Map<String, Object> session = new LinkedHashMap<>();
        private final Map<String, Object> application = new LinkedHashMap<>();
        private final Map<String, Object> taken = new LinkedHashMap<>();
        private final Map<String, String> parameters = new LinkedHashMap<>();
        private String type = "text/html;charset=UTF-8";
        private String page = "";
        private String trouble = "";

        Visit(String method, String path, int status) {
            this.method = method;
            this.path = path;
            this.status = status;
        }

        Visit request(String name, Object value) {
            request.put(name, value);
            return this;
        }

        Visit session(String name, Object value) {
            session.put(name, value);
            return this;
        }

        Visit application(String name, Object value) {
            application.put(name, value);
            return this;
        }

        Visit taken(String name, Object value) {
            taken.put(name, value);
            return this;
        }

        Visit parameter(String name, String value) {
            parameters.put(name, value);
            return this;
        }

        Visit html(String text) {
            page = text;
            return this;
        }

        Visit trouble(String text) {
            trouble = text;
            return this;
        }

        Visit json(String text) {
            page = text;
            type = "application/json";
            return this;
        }

        Recorded end() {
            RecordedVisit seen = new RecordedVisit(visits.size() + 1, Instant.EPOCH, method, path, status, true, 1);
            Moment nothing = new Moment(Map.of(), Map.of(), Map.of(), 0, 0);
            visits.add(new Visited(
                    seen,
                    path,
                    "/shop",
                    parameters,
                    nothing,
                    new Moment(request, session, application, 1, 1),
                    taken.isEmpty() ? nothing : new Moment(Map.of(), taken, Map.of(), 1, 1),
                    new RecordedAnswer(status, type, Map.of(), page, trouble)));
            return Recorded.this;
        }
    }

    Visit get(String path) {
        return new Visit("GET", path, 200);
    }

    Visit post(String path) {
        return new Visit("POST", path, 200);
    }

    Visit visit(String method, String path, int status) {
        return new Visit(method, path, status);
    }

    Search search(String orderId, String total) {
        Search search = new Proposer(visits, earlier, Clock.systemUTC()).search(orderId, total);
        earlier.add(search);
        return search;
    }

    /** The value that a proposal has for a setting; empty if it has none. */
    static String value(Proposal proposal, String name) {
        return setting(proposal, name).map(ProposedSetting::value).orElse("");
    }

    static Optional<ProposedSetting> setting(Proposal proposal, String name) {
        return proposal.settings().stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst();
    }
}
