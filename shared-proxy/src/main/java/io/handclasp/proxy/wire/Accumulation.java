package io.handclasp.proxy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a connection that were received and not yet understood: as a rule the buffer that
 * was just read, or nothing. On the connection's event loop only.
 */
public final class Accumulation {
  private @Nullable ByteBuf bytes;

  /** Adds what was read and takes it over. */
  public void add(ByteBufAllocator allocator, ByteBuf more) {
    ByteBuf old = bytes;
    if (old == null) {
      bytes = more;
    } else if (!old.isReadable()) {
      old.release();
      bytes = more;
    } else {
      bytes = joined(allocator, old, more);
    }
  }

  /** What is there, to be read from; empty where there is nothing. */
  public ByteBuf bytes() {
    return bytes == null ? Unpooled.EMPTY_BUFFER : bytes;
  }

  /** How much is there. */
  public int size() {
    return bytes == null ? 0 : bytes.readableBytes();
  }

  /** Lets the buffer go where all of it was read. */
  public void trim() {
    if (bytes != null && !bytes.isReadable()) {
      release();
    }
  }

  /** Drops everything. */
  public void release() {
    ByteBuf old = bytes;
    bytes = null;
    if (old != null) {
      old.release();
    }
  }

  /** Room is doubled, so that bytes that come one by one are not copied again with each of them. */
  private static ByteBuf joined(ByteBufAllocator allocator, ByteBuf old, ByteBuf more) {
    int length = more.readableBytes();
    ByteBuf joined = old;
    if (old.isReadOnly() || old.writableBytes() < length) {
      joined = allocator.buffer(2 * (old.readableBytes() + length));
      joined.writeBytes(old);
      old.release();
    }
    joined.writeBytes(more);
    more.release();
    return joined;
  }
}
