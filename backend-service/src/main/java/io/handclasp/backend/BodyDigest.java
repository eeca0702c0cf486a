package io.handclasp.backend;

import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.link.LinkInfo;
import io.handclasp.proxy.link.UpstreamExchange;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Takes the body of one request, counts it and hashes it. On one event loop. */
final class BodyDigest implements UpstreamExchange {
  /** Is told once, when the body is complete. */
  interface Listener {
    void onEnd(long bytes, String sha256);
  }

  private final MessageDigest digest = sha256();
  private final Listener listener;
  private long bytes;
  private boolean over;

  BodyDigest(Listener listener) {
    this.listener = listener;
  }

  @Override
  public void body(ByteBuf data, boolean last) {
    try {
      if (over) {
        return;
      }
      bytes += data.readableBytes();
      for (ByteBuffer part : data.nioBuffers()) {
        digest.update(part);
      }
    } finally {
      data.release();
    }
    if (last) {
      end();
    }
  }

  @Override
  public void trailers(Fields trailers) {
    end();
  }

  /** The body is complete. */
  void end() {
    if (!over) {
      over = true;
      listener.onEnd(bytes, HexFormat.of().formatHex(digest.digest()));
    }
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void consumed(int consumed) {}

  @Override
  public void cancel() {
    over = true;
  }

  @Override
  public @Nullable LinkInfo link() {
    return null;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
