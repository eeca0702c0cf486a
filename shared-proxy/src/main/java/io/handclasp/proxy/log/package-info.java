/**
 * Log lines: classes that listen to events and write them, one line per request and per handshake.
 */
@NullMarked
package io.handclasp.proxy.log;

import org.jspecify.annotations.NullMarked;
