/**
 * Runs pairs of mutual-TLS proxies side by side on one machine: ours, and those that other programs
 * make. Start with {@link io.handclasp.bench.SideBySide}.
 */
@NullMarked
package io.handclasp.bench;

import org.jspecify.annotations.NullMarked;
