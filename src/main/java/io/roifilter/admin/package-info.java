/**
 * Looking in: what an operator is told. Start reading at {@link io.roifilter.admin.Doctor}, which tries everything that can be
 * tried from outside of a running application.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.admin;
