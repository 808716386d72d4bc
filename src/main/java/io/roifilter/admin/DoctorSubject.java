package io.roifilter.admin;

import io.roifilter.config.WebXml;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to be looked at besides the settings of the process; what is empty is not.
 *
 * @param application the shop's WAR, or the directory that it is unpacked in
 * @param files what is in it of filters and parameters; there if the application is
 * @param directory of the embedded outbox, if no setting names it
 * @param statusPage of the running shop
 * @param link an address of the shop that links in emails lead to
 */
public record DoctorSubject(
        Optional<Path> application,
        Optional<WebXml> files,
        Optional<Path> directory,
        Optional<StatusSite> statusPage,
        Optional<URI> link) {}
