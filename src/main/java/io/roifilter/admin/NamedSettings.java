package io.roifilter.admin;

import io.roifilter.config.ReportMode;
import io.roifilter.config.Setting;
import io.roifilter.config.SettingInEffect;
import io.roifilter.config.Settings;
import io.roifilter.order.ByConvention;
import io.roifilter.order.OrderConstants;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How warnings name a setting: with its value and where that was given, so that it can be found and corrected. */
final class NamedSettings {
    private static final String INSERT = "RoiInsertFilter";
    private static final String CAPTURE = "RoiCaptureFilter";

    private final Supplier<List<FilterStatus>> filters;

    /** @param filters all of an application, as they are now */
    NamedSettings(Supplier<List<FilterStatus>> filters) {
        this.filters = filters;
    }

    /** As a filter has it, such as {@code orderId = ${ordr.id} (context-param roi.orderId)}. */
    String of(String filterName, Setting<?> setting) {
        return shown(all().filter(filter -> filter.name().equals(filterName)), setting);
    }

    /** As the first filter has it that reports orders. */
    String ofReports(Setting<?> setting) {
        return shown(type(INSERT), setting);
    }

    /** As the first filter has it that keeps clicks. */
    String ofClicks(Setting<?> setting) {
        return shown(type(CAPTURE), setting);
    }

    /** What a filter that keeps clicks was given; empty if it was given nothing, or there is no such filter. */
    Optional<String> givenForClicks(Setting<?> setting) {
        return given(type(CAPTURE), setting);
    }

    /** What a filter that reports orders was given. */
    Optional<String> givenForReports(Setting<?> setting) {
        return given(type(INSERT), setting);
    }

    /** Whether tracking is, by its switch: {@code consent} is {@code false}. */
    boolean isSwitchedOff() {
        return givenForReports(Settings.CONSENT)
                .filter(OrderConstants::isSwitch)
                .isPresent();
    }

    /** Whether there is a filter that keeps clicks, be it switched off. */
    boolean hasCapture() {
        return type(CAPTURE).findAny().isPresent();
    }

    /** Whether such a filter does its work. */
    boolean keepsClicks() {
        return type(CAPTURE).anyMatch(FilterStatus::isOn);
    }

    /** What the filters that report orders do, and on what. */
    String reports() {
        return told(INSERT);
    }

    /** What the filters that keep clicks do, and on what. */
    String clicks() {
        return told(CAPTURE);
    }

    /** Whether what a filter has for this is read from what the page states by convention. */
    boolean isByConvention(String filterName, Setting<?> setting) {
        return find(all().filter(filter -> filter.name().equals(filterName)), setting)
                .filter(found -> ByConvention.isAny(found.value()))
                .isPresent();
    }

    private String told(String type) {
        return type(type)
                .map(filter -> "filter " + filter.name() + " " + filter.does())
                .collect(Collectors.joining("; "));
    }

    private Stream<FilterStatus> type(String type) {
        return all().filter(filter -> filter.type().equals(type) && !remembers(filter));
    }

    /** Whether it only remembers what another reports. */
    private static boolean remembers(FilterStatus filter) {
        return find(Stream.of(filter), Settings.REPORT)
                .filter(report -> ReportMode.isRemember(report.value()))
                .isPresent();
    }

    private Stream<FilterStatus> all() {
        return filters.get().stream();
    }

    private static Optional<String> given(Stream<FilterStatus> filters, Setting<?> setting) {
        return find(filters, setting).filter(found -> !found.isDefault()).map(SettingInEffect::value);
    }

    private static Optional<SettingInEffect> find(Stream<FilterStatus> filters, Setting<?> setting) {
        return filters.flatMap(filter -> filter.settings().stream())
                .filter(candidate -> candidate.name().equals(setting.name()))
                .findFirst();
    }

    private static String shown(Stream<FilterStatus> filters, Setting<?> setting) {
        return find(filters, setting).map(NamedSettings::shown).orElse(setting.name());
    }

    /** Such as {@code orderId = ${ordr.id} (context-param roi.orderId)}. */
    static String shown(SettingInEffect setting) {
        return setting.name() + " = " + setting.value() + " (" + setting.source() + ")";
    }
}
