/**
 * The exchange, one request and its response, as a state machine; and the downstream connections
 * that feed it.
 */
@NullMarked
package io.handclasp.proxy.forward;

import org.jspecify.annotations.NullMarked;
