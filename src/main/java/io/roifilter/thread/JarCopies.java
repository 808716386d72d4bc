package io.roifilter.thread;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;

/** Where roi-filter is on its class path: a build may have put its jar in twice, thin and with all libraries. */
public final class JarCopies {
    private static final String OWN = JarCopies.class.getName().replace('.', '/') + ".class";

    private JarCopies() {}

    /** Jars or directories, the one that is used first; one of them, if all is as it should be. */
    public static List<String> places() throws IOException {
        return Collections.list(JarCopies.class.getClassLoader().getResources(OWN)).stream()
                .map(JarCopies::place)
                .distinct()
                .toList();
    }

    private static String place(URL resource) {
        return resource.toString().replaceFirst("!?/" + OWN + "$", "").replaceFirst("^jar:", "");
    }
}
