package io.roifilter.facesshop;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;

/** A bean of which everybody who asks gets one of his own. */
@Named
@Dependent
public class Receipt {
    /** As the page has it. */
    public String getId() {
        return "1123";
    }
}
