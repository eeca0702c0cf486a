/**
 * What the connections of one event loop share: output gathered and flushed once per turn of the
 * loop, and coarse deadlines.
 */
@NullMarked
package io.handclasp.proxy.wire;

import org.jspecify.annotations.NullMarked;
