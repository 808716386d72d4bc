package io.roifilter.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What this process has used of the processors since it was started, its start included, and who has. */
final class Cpu {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final long NANOS_A_TICK = 10_000_000;
    private static final long LEAST_SHOWN = 50_000_000;

    private Cpu() {}

    static long nanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /** By the names of the threads, those that have used most first; what has ended meanwhile is in the rest. */
    static String byThread(long callers) {
        Map<String, Long> nanos = new TreeMap<>();
        nanos.put("callers", callers);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null) {
                add(nanos, thread.getThreadName(), Math.max(0, threads.getThreadCpuTime(thread.getThreadId())));
            }
        }
        addVirtualMachine(nanos);
        long known = nanos.values().stream().mapToLong(Long::longValue).sum();
        nanos.put("rest", Math.max(0, nanos() - known));
        return nanos.entrySet().stream()
                .filter(entry -> entry.getValue() >= LEAST_SHOWN)
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(entry -> "%s %.1f".formatted(entry.getKey(), entry.getValue() / 1e9))
                .collect(Collectors.joining(", "));
    }

    /** Numbers at the end of a name tell threads of one kind apart. */
    private static void add(Map<String, Long> nanos, String name, long used) {
        nanos.merge(name.replaceAll("[-#\\d]+$", ""), used, Long::sum);
    }

    /** Compilers and collectors, which are no threads of Java's; where the system does not show them, they are in the rest. */
    private static void addVirtualMachine(Map<String, Long> nanos) {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                String name = Files.readString(task.resolve("comm")).strip();
                if (name.matches("C[12] Compiler.*|GC Thread.*|G1 .*|VM .*")) {
                    add(nanos, name.replaceAll("\\bCompiler\\b.*", "compiler"), ticks(task) * NANOS_A_TICK);
                }
            }
        } catch (IOException e) {
            // Not Linux, or one has ended.
        }
    }

    private static long ticks(Path task) throws IOException {
        String stat = Files.readString(task.resolve("stat"));
        String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(behindName[11]) + Long.parseLong(behindName[12]);
    }
}
