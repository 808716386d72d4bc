package io.roifilter.command;

import io.roifilter.admin.StatusSite;
import io.roifilter.config.RefusedTextException;
import io.roifilter.config.Setting;
import io.roifilter.config.Settings;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The status page of a shop that runs, if one is given. */
final class PageChoice {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The status page of the shop while it runs (statusPath), such as"
                    + " https://shop.example.com/roi-status, of that instance. https, or on this machine.")
    private String page;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file with the password of that page (statusPassword), if it has one.")
    private String passwordFile;

    /** Empty if none is given. */
    Optional<StatusSite> site() {
        if (page == null) {
            if (passwordFile != null) {
                throw wrongUse("--password-file is for the status page of --url");
            }
            return Optional.empty();
        }
        Optional<String> password = Optional.ofNullable(passwordFile)
                .map(file -> parsed(
                        Settings.STATUS_PASSWORD, SecretOption.read(spec, "--password-file", file), "--password-file"));
        return Optional.of(new StatusSite(address(), password));
    }

    /** What holds for where an API key goes holds for a password. */
    private URI address() {
        URI address = parsed(Settings.ENDPOINT, page, "--url");
        if (address.getRawQuery() != null) {
            throw wrongUse("--url must be the address of the status page itself, without a query");
        }
        return address;
    }

    private <T> T parsed(Setting<T> setting, String text, String option) {
        try {
            return setting.parse(text);
        } catch (RefusedTextException e) {
            throw wrongUse(option + " " + e.getMessage().replace("`", ""));
        }
    }

    private ParameterException wrongUse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
