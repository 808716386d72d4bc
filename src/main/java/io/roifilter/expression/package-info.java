/**
 * Jakarta Expression Language over a request, as in a JSP, but read-only and unable to harm the page. Start reading at
 * {@link io.roifilter.expression.Expression}, then {@link io.roifilter.expression.EvaluationScope} for what names mean.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.expression;
