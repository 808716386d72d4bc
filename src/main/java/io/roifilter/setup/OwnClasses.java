package io.roifilter.setup;

import java.util.List;
import java.util.regex.Pattern;

/** Which classes are the application's own, as far as their names tell: no method of another is ever called. */
final class OwnClasses {
    /** The JDK, containers, and what shops are built with. */
    private static final List<String> OTHERS = List.of(
            "java.",
            "javax.",
            "jakarta.",
            "jdk.",
            "sun.",
            "com.sun.",
            "oracle.",
            "kotlin.",
            "kotlinx.",
            "scala.",
            "groovy.",
            "groovyjarjar",
            "clojure.",
            "org.apache.",
            "org.eclipse.",
            "org.springframework.",
            "org.hibernate.",
            "org.jboss.",
            "org.wildfly.",
            "io.undertow.",
            "io.quarkus.",
            "io.micronaut.",
            "io.netty.",
            "io.vertx.",
            "io.opentelemetry.",
            "io.micrometer.",
            "io.prometheus.",
            "reactor.",
            "org.glassfish.",
            "com.ibm.",
            "weblogic.",
            "com.caucho.",
            "com.oracle.",
            "com.fasterxml.",
            "com.google.",
            "org.slf4j.",
            "ch.qos.",
            "org.thymeleaf.",
            "freemarker.",
            "org.primefaces.",
            "org.richfaces.",
            "com.vaadin.",
            "org.zkoss.",
            "com.opensymphony.",
            "ognl.",
            "net.sf.",
            "org.aspectj.",
            "net.bytebuddy.",
            "javassist.",
            "org.objenesis.",
            "com.zaxxer.",
            "com.mchange.",
            "org.datanucleus.",
            "org.joda.",
            "org.omnifaces.",
            "org.javamoney.",
            "io.roifilter.shaded.");

    /** Shops that frameworks show what they can do by, and those who began with one. */
    private static final Pattern SHOWCASES = Pattern.compile(
            "(?i).*\\.(?:samples?|examples?|demos?|tutorials?|quickstarts?|showcases?|petclinic|j?petstore)\\..*");

    /** What makes a class of the application's into another at run time: proxies of Hibernate, Spring and CDI. */
    private static final List<String> GENERATED = List.of("$$", "$HibernateProxy$", "_$$_", "$Proxy$_$$_");

    private OwnClasses() {}

    /** Whether nothing else is known to have a name like this, be it a class's or an attribute's. */
    static boolean isOwnName(String name) {
        for (String other : OTHERS) {
            if (name.startsWith(other)) {
                return SHOWCASES.matcher(name).matches();
            }
        }
        return true;
    }

    static boolean isOwn(Class<?> type) {
        return type.getClassLoader() != null && !type.isHidden() && !type.isArray() && isOwnName(type.getName());
    }

    /** The class that somebody has written, where that of an object was made of it. */
    static Class<?> written(Class<?> type) {
        Class<?> at = type;
        while (at.getSuperclass() != null && isGenerated(at.getName())) {
            at = at.getSuperclass();
        }
        return at;
    }

    private static boolean isGenerated(String name) {
        return GENERATED.stream().anyMatch(name::contains);
    }
}
