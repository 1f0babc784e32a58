// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.20;

/// The least of an ERC-20 token that a payment needs: balances, transfer() and its event. For tests only.
contract TestToken {
    event Transfer(address indexed from, address indexed to, uint256 value);

    mapping(address => uint256) public balanceOf;

    constructor() {
        balanceOf[msg.sender] = 10 ** 18;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        balanceOf[msg.sender] -= value;
        balanceOf[to] += value;
        emit Transfer(msg.sender, to, value);
        return true;
    }
}

/// Sends ether on from inside a contract, as exchanges and multisignature wallets do.
contract TestForwarder {
    function forward(address payable to) external payable {
        (bool isSent, ) = to.call{value: msg.value}("");
        require(isSent);
    }
}
