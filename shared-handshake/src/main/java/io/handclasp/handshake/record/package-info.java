/**
 * A handshake as a value: its steps, the certificates, the negotiated facts, the outcome. No Netty
 * types, no behaviour beyond what a value needs, and its JSON form.
 */
@NullMarked
package io.handclasp.handshake.record;

import org.jspecify.annotations.NullMarked;
