package io.roifilter.command;

import io.roifilter.testing.JavaProcess;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jar as built, run as a process by an operator. */
final class Tool {
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> options = new ArrayList<>(List.of("-Dfile.encoding=UTF-8"));
    private final List<String> always = new ArrayList<>();
    private String input = "";

    record Result(int exitCode, String out, String err) {}

    Tool with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Tool option(String option) {
        options.add(option);
        return this;
    }

    /** Added to what {@link #run} is told. */
    Tool always(String... arguments) {
        always.addAll(List.of(arguments));
        return this;
    }

    static String jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    Tool input(String text) {
        input = text;
        return this;
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(options);
        command.addAll(List.of("-jar", System.getProperty("allJar")));
        command.addAll(List.of(arguments));
        command.addAll(always);
        Path err = Files.createTempFile("tool", ".err");
        ProcessBuilder builder = JavaProcess.of(command).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        String errors = Files.readString(err);
        Files.delete(err);
        return new Result(exitCode, out, errors);
    }

    /** What the README says is to be typed behind {@code java -jar …}, in the block below a comment {@code commands: name}. */
    static List<List<String>> readme(String name) throws IOException {
        Matcher block = Pattern.compile(
                        Pattern.quote("<!-- commands: " + name + " -->") + "\\n```sh\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")));
        if (!block.find()) {
            throw new AssertionError("the README has no block " + name);
        }
        return block.group(1)
                .replace("\\\n", " ")
                .lines()
                .filter(line -> line.startsWith("java -jar roi-filter-VERSION-all.jar "))
                .map(line -> List.of(line.replaceFirst("^java -jar \\S+ ", "").split("\\s+")))
                .toList();
    }
}
