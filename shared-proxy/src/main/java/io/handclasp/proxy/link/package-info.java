/**
 * Connections to the next hop, per event loop: pooled HTTP/1.1 and multiplexed HTTP/2 behind one
 * interface.
 */
@NullMarked
package io.handclasp.proxy.link;

import org.jspecify.annotations.NullMarked;
