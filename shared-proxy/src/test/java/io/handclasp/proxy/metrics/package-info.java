@NullMarked
package io.handclasp.proxy.metrics;

import org.jspecify.annotations.NullMarked;
