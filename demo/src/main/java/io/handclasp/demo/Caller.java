package io.handclasp.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Sends requests to the front, in plain HTTP/1.1. */
final class Caller {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final String address;

  /** To {@code host:port}. */
  Caller(String address) {
    this.address = address;
  }

  HttpResponse<String> get(String path) throws ShowFailure, InterruptedException {
    return send(request(path).GET().build(), BodyHandlers.ofString());
  }

  HttpResponse<byte[]> post(String path, byte[] body) throws ShowFailure, InterruptedException {
    return send(
        request(path).POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray());
  }

  /** So many GET requests under way at the same time. */
  List<HttpResponse<String>> getAtOnce(String path, int count) throws ShowFailure {
    List<CompletableFuture<HttpResponse<String>>> underWay = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      underWay.add(
          http.sendAsync(request(path + "?number=" + i).GET().build(), BodyHandlers.ofString()));
    }
    try {
      return underWay.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      throw new ShowFailure("one of " + count + " requests failed: " + e.getCause());
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(PATIENCE);
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws ShowFailure, InterruptedException {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw new ShowFailure(request.method() + " " + request.uri() + ": " + e);
    }
  }
}
