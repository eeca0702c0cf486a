/**
 * What the proxy counts, for Prometheus. Event loops count in cells of their own, which cost a few
 * plain writes; names, labels and sums are made when somebody asks, on the admin listener's thread.
 */
@NullMarked
package io.handclasp.proxy.metrics;

import org.jspecify.annotations.NullMarked;
