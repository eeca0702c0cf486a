/** JMH for what is ours on the hot path. */
@NullMarked
package io.handclasp.bench.micro;

import org.jspecify.annotations.NullMarked;
