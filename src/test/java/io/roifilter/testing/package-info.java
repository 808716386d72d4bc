/** What tests of several rooms share: real servers that misbehave on demand, and a clock that is moved by hand. */
package io.roifilter.testing;
