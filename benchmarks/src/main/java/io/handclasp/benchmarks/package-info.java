/** Micro-benchmarks of what lies on the hot path. */
@NullMarked
package io.handclasp.benchmarks;

import org.jspecify.annotations.NullMarked;
