/**
 * What tests of several rooms share. A {@link io.roifilter.testing.TestShop} on a real
 * {@link io.roifilter.testing.Container}, its customers' clicks and what it logs; the
 * {@link io.roifilter.testing.LoopbackEndpoint} that it reports to, which misbehaves on demand; databases and processes of
 * their own; a clock that is moved by hand. Nothing here waits without a bound.
 */
package io.roifilter.testing;
