@NullMarked
package io.handclasp.proxy.convert;

import org.jspecify.annotations.NullMarked;
