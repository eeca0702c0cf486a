@NullMarked
package io.handclasp.proxy.otlp;

import org.jspecify.annotations.NullMarked;
