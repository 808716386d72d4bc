/**
 * Installation on the distributions of Tomcat and Jetty, as the README tells a person to do it: real archives, real start
 * scripts, a shop that contains nothing of roi-filter. Start reading at {@link io.roifilter.container.InstallIT}. The
 * files that the README shows are in {@code src/test/containers/install}.
 */
package io.roifilter.container;
