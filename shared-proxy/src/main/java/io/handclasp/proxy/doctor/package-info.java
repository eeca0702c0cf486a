/**
 * Examines the configurations of both proxies before they run: opens them as the proxies would,
 * plays their handshakes in memory, and looks over their stores.
 */
@NullMarked
package io.handclasp.proxy.doctor;

import org.jspecify.annotations.NullMarked;
