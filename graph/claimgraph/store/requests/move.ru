MOVE GRAPH $source TO GRAPH $graph
