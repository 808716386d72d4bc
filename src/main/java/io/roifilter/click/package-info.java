/**
 * From a link in an email to the order after it: the cookie that keeps roi_data, and the search for it in link, form and
 * cookies. Start reading at {@link io.roifilter.click.RoiDataFinder}, then {@link io.roifilter.click.RoiCookie}.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.click;
