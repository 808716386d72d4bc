package io.roifilter.admin;

import io.roifilter.config.Problem;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.setup.Proposal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A setting as it is to be written somewhere.
 *
 * @param name as in the README's table
 * @param value not escaped
 * @param comment what has to be put in place of the value; empty if that is right as it is
 */
public record PastedSetting(String name, String value, String comment) {
    /** What each application needs besides. The values are refused until somebody replaces them. */
    private static final Map<String, PastedSetting> NEEDED = Map.of(
            Settings.ENDPOINT.name(),
            new PastedSetting(
                    "endpoint", "ADDRESS-OF-YOUR-ENDPOINT", "the address that your email service gives for its API"),
            Settings.API_KEY.name(),
            new PastedSetting(
                    "apiKeyFile",
                    "/etc/roi-filter/api-key",
                    "a file with the key of your account, for the server's user alone"),
            Settings.SHARED_SECRET.name(),
            new PastedSetting(
                    "sharedSecretFile",
                    "/etc/roi-filter/shared-secret",
                    "a file with the secret of your account, for the server's user alone"));

    boolean isToBeFilledIn() {
        return !comment.isEmpty();
    }

    /**
     * What is needed for a report, and given nowhere.
     *
     * @param reporting the settings in effect of what reports orders
     */
    public static List<PastedSetting> missing(Resolution reporting) {
        return Stream.of(Settings.ENDPOINT, Settings.API_KEY, Settings.SHARED_SECRET)
                .filter(setting -> reporting.problems().stream().anyMatch(problem -> isAbout(problem, setting.name())))
                .map(setting -> NEEDED.get(setting.name()))
                .toList();
    }

    /** A value that is wrong has a source. */
    private static boolean isAbout(Problem problem, String setting) {
        return problem.setting().equals(setting) && problem.source().isEmpty();
    }

    /** What is needed first, then what is proposed. */
    static List<PastedSetting> of(Proposal proposal, List<PastedSetting> missing) {
        return Stream.concat(
                        missing.stream(),
                        proposal.settings().stream()
                                .map(setting -> new PastedSetting(setting.name(), setting.value(), "")))
                .toList();
    }
}
