/**
 * From the log of spectrograms to models: {@link io.reverie.train.TrainHandler} is the stage, {@link
 * io.reverie.train.DatasetRules} and {@link io.reverie.train.SplitRules} say what is trained on, {@link
 * io.reverie.train.Training} trains. Only the channel, the beans and the progress sink know Kafka.
 */
package io.reverie.train;
