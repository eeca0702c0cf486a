@NullMarked
package io.handclasp.proxy.trace;

import org.jspecify.annotations.NullMarked;
