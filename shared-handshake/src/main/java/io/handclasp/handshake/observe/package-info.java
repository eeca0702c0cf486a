/**
 * Watches a handshake while it happens: the tap before the TLS handler, the key and trust managers
 * that note what was asked, chosen, shown and decided. Emits exactly one record per TCP connection.
 */
@NullMarked
package io.handclasp.handshake.observe;

import org.jspecify.annotations.NullMarked;
