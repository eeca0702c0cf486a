/**
 * Configuration as values: the records, their defaults (safe, in one place), and the reader that
 * reports every problem at once with file, line and column. No Netty types.
 */
@NullMarked
package io.handclasp.proxy.config;

import org.jspecify.annotations.NullMarked;
