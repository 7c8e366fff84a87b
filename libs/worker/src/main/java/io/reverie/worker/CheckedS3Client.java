package io.reverie.worker;

import java.io.UncheckedIOException;
import java.util.function.Function;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/** A client all of whose failures are the SDK's: its HTTP client lets a connection that breaks out as it is. */
final class CheckedS3Client extends DelegatingS3Client {

    CheckedS3Client(S3Client client) {
        super(client);
    }

    @Override
    protected <Q extends S3Request, R> R invokeOperation(Q request, Function<Q, R> operation) {
        try {
            return operation.apply(request);
        } catch (UncheckedIOException e) {
            throw SdkClientException.create(e.getCause().getMessage(), e.getCause());
        }
    }
}
