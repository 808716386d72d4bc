/**
 * From a link in an email to the order after it: the cookie that keeps roi_data, and the search for it in link, form and
 * cookies, and how to mend what was done to a link on its way. Start reading at {@link io.roifilter.click.RoiDataFinder}, then
 * {@link io.roifilter.click.RoiCookie} and {@link io.roifilter.click.Mending}.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.click;
