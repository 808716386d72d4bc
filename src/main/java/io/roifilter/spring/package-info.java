/**
 * Auto-configuration for Spring Boot 3 and 4: has its settings among others found in {@code application.properties}, and mounts
 * what {@link io.roifilter.RoiInitializer} mounts elsewhere, at places in Spring's order of filters. Start reading at
 * {@link io.roifilter.spring.RoiAutoConfiguration}.
 *
 * <p>The name that users type is that of the class, to exclude it.
 */
package io.roifilter.spring;
