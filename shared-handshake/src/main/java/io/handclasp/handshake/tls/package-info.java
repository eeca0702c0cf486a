/**
 * From stores to Netty TLS contexts: provider, protocol versions, groups, ALPN. A set of contexts
 * made from one state of identity, trust and policy is an epoch; a change of trust is a new epoch,
 * so that no old session outlives it.
 */
@NullMarked
package io.handclasp.handshake.tls;

import org.jspecify.annotations.NullMarked;
